from django.urls import path
from django.urls.resolvers import URLPattern

from demo import counters

app_name = "demo"

urlpatterns: list[URLPattern] = [
    path("demo/counter/content/<int:number>/count.gif", counters.count, name="counter"),
    path("demo/counts/", counters.counts, name="counts"),
]
