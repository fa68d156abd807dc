/**
 * Stores that outlive the process. Start at {@link dev.atom.jdbc.SqliteStore}: one file, no server. Large
 * contents go into {@link dev.atom.jdbc.JdbcBlobs}.
 */
package dev.atom.jdbc;
