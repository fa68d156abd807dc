/**
 * Stores that outlive the process. Start at {@link dev.atom.jdbc.SqliteStore}: one file, no server.
 */
package dev.atom.jdbc;
