/**
 * How connections to each database are made, borrowed, used and given back, and what their failures
 * mean. Of this module alone, not exported. Start reading at {@link
 * dev.atom.jdbc.connection.Session}.
 */
package dev.atom.jdbc.connection;
