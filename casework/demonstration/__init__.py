"""What the demonstration invents of requests and complaints, told through the real actions."""
