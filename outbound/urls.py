from django.urls import path

from outbound import feeds

app_name = "outbound"

urlpatterns = [
    path("rss.xml", feeds.feed, name="feed"),
    path("<slug:section>/rss.xml", feeds.section_feed, name="section_feed"),
]
