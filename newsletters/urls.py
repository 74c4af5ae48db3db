"""What readers reach under /newsletter/. The links with tokens are those that mails carry."""

from django.urls import path

from newsletters import views

app_name = "newsletters"

urlpatterns = [
    path("newsletter/", views.sign_up, name="sign_up"),
    path("newsletter/asked/", views.asked, name="asked"),
    path("newsletter/confirm/<str:token>/", views.confirm, name="confirm"),
    path("newsletter/leave/<str:token>/", views.leave, name="leave"),
]
