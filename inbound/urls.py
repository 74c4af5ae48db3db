from django.urls import path

from inbound import views

app_name = "inbound"

urlpatterns = [path("websub/<str:key>/", views.hub, name="websub")]
