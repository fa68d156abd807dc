/**
 * A vault's rows in one file of this machine, without a database.
 *
 * <p>Everything is in an append-only log. A commit is a run of frames, one for each row, each with
 * two checksums (of its head and of its content); what many threads commit at once is written and
 * synced once. The index says where in the log the newest revision of each row stands. Its newest
 * part is a table in memory; when that is full it becomes a segment, a file of sorted entries of one
 * size of which only each block's first key and a filter of the keys are in memory; segments that are not much larger are
 * merged with it, so that there are few. A catalog names the segments and how far they reach, so
 * that opening means checking the segments and reading the rest of the log. This was chosen over a
 * hash table in a file because it serves scans, and over a tree in place because nothing is ever
 * changed in place: the log alone is the truth, and the folder with the index may be thrown away.
 *
 * <p>Rewriting the log drops what is out of date. The bytes stand in {@code docs/vault-file.md}.
 *
 * <p>Start reading at {@link dev.atom.vault.file.FileVaultStore}.
 */
package dev.atom.vault.file;
