from django.urls import path

from outbound import feeds, robots, sitemaps

app_name = "outbound"

urlpatterns = [
    path("rss.xml", feeds.feed, name="feed"),
    path("<slug:section>/rss.xml", feeds.section_feed, name="section_feed"),
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/tdmrep.json", robots.tdmrep, name="tdmrep"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("sitemaps/site.xml", sitemaps.site, name="sitemap_site"),
    path("sitemaps/<str:kind>-<int:number>.xml", sitemaps.part, name="sitemap_part"),
]
