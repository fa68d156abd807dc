/**
 * What all clients share: the call, its failures, the dialect of a chat. Not exported: nothing here is
 * meant for a host.
 */
package dev.atom.providers.wire;
