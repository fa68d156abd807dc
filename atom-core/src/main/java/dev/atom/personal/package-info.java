/**
 * A person's data that is erased by dropping the person's key: what was sealed with it stays where it
 * is, in events, contents and backups, and nobody can read it any more. Start at {@link
 * dev.atom.personal.PersonalData}.
 */
package dev.atom.personal;
