/**
 * What is too large for an event: pictures, recordings, documents, long tool results. Start at
 * {@link dev.atom.blob.Blobs}; a host plugs in its object store through the same contract.
 */
package dev.atom.blob;
