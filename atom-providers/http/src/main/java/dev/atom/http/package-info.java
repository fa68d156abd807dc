/**
 * Calls over HTTP under one deadline. {@link dev.atom.http.Transport} sends an {@link
 * dev.atom.http.HttpCall} and gives the {@link dev.atom.http.HttpReply} whole or as an {@link
 * dev.atom.http.HttpStream}, which {@link dev.atom.http.StreamEvents} cuts into events, or opens a
 * WebSocket as a {@link dev.atom.http.WebSocketSession}. {@link
 * dev.atom.http.RetryHints} reads how long a server asks to wait.
 */
package dev.atom.http;
