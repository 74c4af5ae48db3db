"""Every address of the site: the desk under admin/, then what leaves, then what readers see."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from . import signs
from .media import media
from .views import theme_css

admin.site.site_header = admin.site.site_title = settings.NEWSROOM_NAME
admin.site.index_title = _("The desk")

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("theme-<slug:digest>.css", theme_css, name="theme"),
    path("favicon.ico", signs.favicon, name="favicon"),
    path("icon-<int:size>.png", signs.icon, name="icon"),
    path("icon-maskable.png", signs.maskable_icon, name="maskable_icon"),
    # Asked for by these very names, whatever a page says.
    path("apple-touch-icon.png", signs.apple_touch_icon, name="apple_touch_icon"),
    path("apple-touch-icon-precomposed.png", signs.apple_touch_icon),
    path("site.webmanifest", signs.manifest, name="manifest"),
    path(".well-known/security.txt", signs.security, name="security"),
]

if settings.SERVE_MEDIA and settings.MEDIA_URL.startswith("/"):
    urlpatterns.append(path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media, name="media"))

if settings.DEMO:
    urlpatterns.append(path("", include("demo.urls")))

# The articles' addresses catch whole first path segments (section slugs), so they come last.
urlpatterns += [
    path("", include("inbound.urls")),
    path("", include("outbound.urls")),
    path("", include("newsletters.urls")),
    path("", include("articles.urls")),
]

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.forbidden"
handler404 = "articles.views.errors.not_found"
handler500 = "articles.views.errors.failed"
