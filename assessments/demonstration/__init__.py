"""Invented assessments for the demonstration, told through the real actions."""
