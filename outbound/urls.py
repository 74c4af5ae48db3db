from django.urls.resolvers import URLPattern

app_name = "outbound"

urlpatterns: list[URLPattern] = []
