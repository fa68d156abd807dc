/** Files that only their owner may read; not exported. */
package dev.atom.vault.disk;
