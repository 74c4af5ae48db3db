from django.urls.resolvers import URLPattern

app_name = "articles"

urlpatterns: list[URLPattern] = []
