/** Ollama's own protocol. Not exported. */
package dev.atom.providers.ollama;
