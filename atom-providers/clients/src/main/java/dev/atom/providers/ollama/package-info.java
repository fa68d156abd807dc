/**
 * Ollama's own protocol: chat in lines of JSON, embeddings, models. Start reading at {@link
 * dev.atom.providers.ollama.OllamaOperations}. Not exported.
 *
 * <p>{@code /api/generate} is not called: what it adds to the chat is unfinished text (a raw prompt, a
 * suffix), which is no conversation. A reply in its form is read all the same.
 */
package dev.atom.providers.ollama;
