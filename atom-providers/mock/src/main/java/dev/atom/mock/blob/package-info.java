/** What every engine of contents must do, as tests. Start at {@link dev.atom.mock.blob.BlobsContract}. */
package dev.atom.mock.blob;
