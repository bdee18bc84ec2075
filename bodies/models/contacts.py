"""How anybody reaches a body: attends, asks, requests information, complains."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bodies.models.places import Body


class Contact(models.Model):
    """What a body says of how to reach it: one row a body, all of it public. What is empty is not recorded.

    Posts and offices, not people: nobody's name or own address belongs here.
    """

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="contact")
    attend = models.TextField(blank=True, help_text="How to attend a meeting held in public.")
    ask = models.TextField(blank=True, help_text="How to ask a question at a meeting.")
    ask_to = models.CharField(max_length=120, blank=True, help_text="The post or office that takes questions.")
    ask_email = models.EmailField(blank=True)
    inform = models.TextField(blank=True, help_text="How to request information.")
    inform_email = models.EmailField(blank=True)
    inform_address = models.CharField(max_length=400, blank=True, help_text="By post, line by line.")
    inform_page = models.CharField(max_length=500, blank=True, help_text="A web page, http or https.")
    complain = models.TextField(blank=True, help_text="How to complain.")
    complain_email = models.EmailField(blank=True)
    complain_phone = models.CharField(max_length=40, blank=True)
    complain_page = models.CharField(max_length=500, blank=True, help_text="A web page, http or https.")
    is_invented = models.BooleanField(default=False, help_text="Made up for a demonstration.")
    version = models.PositiveIntegerField(help_text="Grows with every change: whoever changes it says what they saw.")
    changed_on = models.DateField(help_text="The domain's day of the last change.")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["body"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(inform_page="") | Q(inform_page__startswith="http"))
                & (Q(complain_page="") | Q(complain_page__startswith="http")),
                name="contact_pages_are_web_pages",
            ),
        ]

    def __str__(self) -> str:
        return f"how to reach {self.body_id}"
