"""The addresses that readers see. A section takes the first part of an address, so everything else stands before it."""

from django.urls import path

from articles.search import views as searching
from articles.views import article, lists

app_name = "articles"

urlpatterns = [
    path("", lists.home, name="home"),
    path("authors/<slug:slug>/", lists.author, name="author"),
    path("institutions/<slug:slug>/", lists.institution, name="institution"),
    path("outlets/<slug:slug>/", lists.outlet, name="outlet"),
    path("tags/<str:slug>/", lists.tag, name="tag"),
    path("search/", searching.search, name="search"),
    path("search/opensearch.xml", searching.description, name="opensearch"),
    path("preview/<uuid:uuid>/", article.preview, name="preview"),
    path("preview/<uuid:uuid>/<int:number>/", article.preview, name="preview_page"),
    path("preview/<uuid:uuid>/all/", article.preview_all, name="preview_all"),
    path("<slug:section>/", lists.section, name="section"),
    path("<slug:slug>/", lists.section, name="page"),  # for reverse(): the one above answers for these, too
    path("<slug:section>/<slug:slug>/", article.article, name="article"),
    path("<slug:section>/<slug:slug>/<int:number>/", article.article, name="article_page"),
    path("<slug:section>/<slug:slug>/all/", article.article_all, name="article_all"),
]
