package dev.ironclaw.contract.api;

import java.util.Optional;

/// What an agent does by itself at a time. Words of people and agents have everything invisible made visible already.
///
/// @param status `active`, `paused`, `cancelled` or `over`
/// @param when in words for people
/// @param runAt RFC 3339, UTC, as are all times here
/// @param recurrence as it was written
/// @param timezone IANA name
/// @param times how often it runs at most
/// @param jitterSeconds each run is late by at most so much
/// @param missed `skip` or `once`: what becomes of times that passed while nothing ran
/// @param channelType of the place where it is answered
/// @param nextRun when it runs next; empty where no time comes, or where it waits for a right
/// @param blocked the right that is missing
/// @param runs how often it ran in its turn
/// @param lastRun the newest that is known
public record ScheduleView(String id, String agentGroupId, String status, String prompt, String when,
    Optional<String> runAt, Optional<String> recurrence, String timezone, Optional<String> until,
    Optional<Integer> times, int jitterSeconds, String missed, String channelType, String platformId, String instance,
    Optional<String> threadId, Optional<String> nextRun, Optional<String> blocked, int runs,
    Optional<ScheduleRunView> lastRun) {}
