/**
 * One vocabulary over all chat models: {@link dev.atom.model.ChatModel} takes a {@link
 * dev.atom.model.ChatRequest} and gives a {@link dev.atom.model.ChatReply}, whole or as a {@link
 * dev.atom.model.ReplyStream}; what goes wrong is a {@link dev.atom.model.ModelException}.
 */
package dev.atom.model;
