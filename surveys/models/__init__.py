"""What commissioners answer when they assess NHS England back."""
