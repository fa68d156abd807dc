/**
 * An endpoint that clients of OpenAI can talk to, over any chat and embedding models of the host. It
 * is a handler without a server: the host mounts it in its own.
 *
 * <p>Start reading at {@link dev.atom.endpoint.openai.OpenAiEndpoint}; {@link
 * dev.atom.endpoint.openai.CallerKeys} says who may call, {@link
 * dev.atom.endpoint.openai.EndpointExchange} is what a server must give.
 */
package dev.atom.endpoint.openai;
