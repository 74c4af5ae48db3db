from django.urls import path
from django.urls.resolvers import URLPattern

from demo import answering, counters, mails

app_name = "demo"

urlpatterns: list[URLPattern] = [
    path("demo/counter/content/<int:number>/count.gif", counters.count, name="counter"),
    path("demo/feeds/<str:file>", answering.feed, name="feed"),
    path("demo/counts/", counters.counts, name="counts"),
    path("demo/mails/", mails.mails, name="mails"),
]
