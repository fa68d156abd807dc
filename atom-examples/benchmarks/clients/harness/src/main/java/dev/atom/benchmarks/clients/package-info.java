/**
 * The harness in which client libraries are measured against one server. Start reading at {@link
 * dev.atom.benchmarks.clients.Clients}, which runs it, and {@link
 * dev.atom.benchmarks.clients.Peer}, which a library is put behind.
 */
@NullMarked
package dev.atom.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
