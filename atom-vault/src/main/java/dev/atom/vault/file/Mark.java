package dev.atom.vault.file;

/**
 * Up to where a log was read or written.
 *
 * @param offset behind the last frame
 * @param sequence the last commit
 * @param lastFrame where the last frame begins; 0 if there is none
 */
record Mark(long offset, long sequence, long lastFrame) {}
