package dev.atom.mock;

import dev.atom.CallContext;
import dev.atom.model.ChatRequest;

/**
 * A call that a {@link MockModel} received, whatever came of it.
 *
 * @param request what was asked
 * @param context for whom, and how long it might take
 * @param streamed whether the reply was asked for piece by piece
 */
public record MockCall(ChatRequest request, CallContext context, boolean streamed) {}
