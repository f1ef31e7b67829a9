package io.bellwether.election.core;

/**
 * One uninterrupted leadership of one candidate.
 *
 * @param number counts this candidate's terms, from 1
 * @param token the fencing token; greater than that of every earlier term of anybody
 */
public record Term(long number, FencingToken token) {}
