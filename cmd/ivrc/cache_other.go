//go:build !unix

package main

// isOurs is taken for granted: the cache folder lies in the user's profile.
func isOurs(string) bool { return true }
