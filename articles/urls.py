"""The addresses that readers see. A section takes the first part of an address, so everything else stands before it."""

from django.urls import path, re_path

from articles.search import views as searching
from articles.views import archive, article, lists, profiles

app_name = "articles"

urlpatterns = [
    path("", lists.home, name="home"),
    path("authors/<slug:slug>/", profiles.author, name="author"),
    path("institutions/<slug:slug>/", profiles.institution, name="institution"),
    path("institutions/<slug:slug>/authors/", profiles.institution_authors, name="institution_authors"),
    path("outlets/<slug:slug>/", profiles.outlet, name="outlet"),
    path("tags/<str:slug>/", profiles.tag, name="tag"),
    path("search/", searching.search, name="search"),
    path("search/opensearch.xml", searching.description, name="opensearch"),
    path("archive/", archive.years, name="archive"),
    re_path(r"^archive/(?P<year>[0-9]{4})/$", archive.year, name="archive_year"),
    re_path(r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", archive.month, name="archive_month"),
    re_path(r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$", archive.day, name="archive_day"),
    path("preview/<uuid:uuid>/", article.preview, name="preview"),
    path("preview/<uuid:uuid>/<int:number>/", article.preview, name="preview_page"),
    path("preview/<uuid:uuid>/all/", article.preview_all, name="preview_all"),
    path("<slug:section>/", lists.section, name="section"),
    path("<slug:slug>/", lists.section, name="page"),  # for reverse(): the one above answers for these, too
    path("<slug:section>/<slug:slug>/", article.article, name="article"),
    path("<slug:section>/<slug:slug>/<int:number>/", article.article, name="article_page"),
    path("<slug:section>/<slug:slug>/all/", article.article_all, name="article_all"),
]
