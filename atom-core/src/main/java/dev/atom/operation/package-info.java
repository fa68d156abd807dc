/**
 * What an assistant can do and where it can look: an {@link dev.atom.operation.Operation} is a tool
 * for a model, a rule's action, a workflow's step and a connector's call at once; a {@link
 * dev.atom.operation.Retriever} finds passages; a {@link dev.atom.operation.Channel} carries
 * messages out.
 */
package dev.atom.operation;
