/**
 * A vault's rows in SQLite, PostgreSQL or MariaDB, in one table. Needs atom-vault, an optional
 * dependency of atom-jdbc.
 *
 * <p>Start reading at {@link dev.atom.jdbc.vault.JdbcVaultStore}.
 */
package dev.atom.jdbc.vault;
