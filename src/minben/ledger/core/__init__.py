"""Merkle trees and the documents that prove something about them; no database, no clock."""
