"""The pages of the public register. They only read: no sign-in, no writes, and every one answers GET and HEAD alone."""
