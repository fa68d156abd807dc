/**
 * Keys and other secrets. No API of Atom takes a key as a String that it keeps: it asks a {@link
 * dev.atom.secret.KeySource} per call and gets a {@link dev.atom.secret.Secret}. Whether a key is good
 * a {@link dev.atom.secret.KeyValidator} asks.
 */
package dev.atom.secret;
