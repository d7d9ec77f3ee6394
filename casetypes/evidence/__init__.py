"""Evidence: the files of a case, kept so that they prove something.

Owns the sealed original (AES-256-GCM, a key per file, wrapped by the master key), its SHA-256, what its EXIF
says and whether that fits the case, the public copy re-encoded without metadata, and the chain of custody. Never
decides whether evidence is enough: guards read the counts. Start at `services`.
"""
