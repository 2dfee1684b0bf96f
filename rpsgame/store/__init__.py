"""What outlives the server: files, and who may read them."""
