package dev.atom.vault.file;

import dev.atom.vault.store.RowKey;

/** A row's key and where it stands. */
record Located(RowKey key, Position position) {}
