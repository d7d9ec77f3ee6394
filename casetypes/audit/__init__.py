"""The audit log: what was done, by whom, to what; append-only and provable.

Every action writes one leaf in its own transaction. A single sequencer gives leaves their positions in a Merkle
tree (RFC 6962), and signed checkpoints (Ed25519) fix the tree's root, so that nobody can change, drop or reorder
a leaf unseen. Anyone can verify an exported pack without this installation.

Owns leaves, checkpoints and their verification. Never holds personal data, never decides who may read. Start at
`services.record`, then `services.sequence` and `verify`.
"""
