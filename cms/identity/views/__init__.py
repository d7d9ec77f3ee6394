"""Pages of signing in (`sign_in`, `code`, `set_up`, `forgotten`) and of one's own safety (`safety`, `lockouts`)."""
