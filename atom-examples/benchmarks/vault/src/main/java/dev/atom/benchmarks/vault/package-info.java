/** What the vault costs beside bare AES-GCM, bare stores and other libraries; docs/benchmarks.md. */
package dev.atom.benchmarks.vault;
