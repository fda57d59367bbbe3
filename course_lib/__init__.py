"""Closed Loop: a graded course for AI product-manager interviews."""
