"""The shared cache, which may be away: pages are then slower, never broken."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
T = TypeVar("T")
REST_SECONDS = (
    5.0  # after a failure nobody asks again for so long: a dead host costs one wait, not one per page
)


class ForgivingRedisCache(RedisCache):
    """Redis or Valkey; what cannot be read is a miss, what cannot be written is not kept.

    A value that an older release wrote and this one cannot read is a miss as well.
    """

    _away_until = 0.0

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version), True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask(lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version), None)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda: super(ForgivingRedisCache, self).touch(key, timeout, version), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda: super(ForgivingRedisCache, self).delete(key, version), False)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return self._ask(lambda: super(ForgivingRedisCache, self).get_many(keys, version), {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda: super(ForgivingRedisCache, self).has_key(key, version), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for a key that is not there, as Django's backends do."""
        return self._ask(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), delta)

    def set_many(
        self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        kept = self._ask(
            lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version), list(data)
        )
        return list(kept)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._ask(lambda: super(ForgivingRedisCache, self).delete_many(keys, version), None)

    def clear(self) -> None:
        self._ask(lambda: super(ForgivingRedisCache, self).clear(), None)

    def answers(self) -> bool:
        """Whether the server is there right now; asked by readiness and metrics."""
        try:
            self._cache.get_client().ping()
        except (RedisError, OSError):
            return False
        return True

    def _ask(self, ask: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() < ForgivingRedisCache._away_until:
            return otherwise
        try:
            return ask()
        except (RedisError, OSError) as error:
            ForgivingRedisCache._away_until = time.monotonic() + REST_SECONDS
            logger.warning("cache away for now: %s", type(error).__name__)
        except ValueError:
            raise
        except Exception as error:  # unpickling what another release wrote raises any kind
            logger.warning("cached value unreadable: %s", type(error).__name__)
        return otherwise


class SessionCache(ForgivingRedisCache):
    """Sessions live in the database; here is a copy that is believed for five minutes at most.

    A sign-out that happened while the cache was away must not be undone by an old copy for longer than that.
    """

    LONGEST = 300

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> float | None:
        wished = super().get_backend_timeout(timeout)
        return self.LONGEST if wished is None else min(wished, self.LONGEST)
