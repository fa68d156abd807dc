package dev.atom.endpoint.openai;

import dev.atom.model.ChatRequest;
import dev.atom.model.Warning;
import java.util.List;

/**
 * What a caller asked of the chat.
 *
 * @param model the name that the endpoint's host gave the model
 * @param request what the model is asked
 * @param streamed whether the reply is to come piece by piece
 * @param usageWanted whether the stream is to end with the usage
 * @param reasoningWanted whether the reasoning is to be shown
 * @param logprobsWanted whether the log probabilities are to be shown
 * @param warnings what of the request was left out
 */
record ChatCall(
    String model,
    ChatRequest request,
    boolean streamed,
    boolean usageWanted,
    boolean reasoningWanted,
    boolean logprobsWanted,
    List<Warning> warnings) {}
