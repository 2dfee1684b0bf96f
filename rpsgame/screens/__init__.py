"""Screens: coroutines that are told facts, and yield what one person sees or hears of them."""

SCREENS = ("plain", "colour", "spoken")  # what people go through by a key; json, besides, is for programs
