"""Where tasks are queued that wait in Redis. ``work.on_redis`` runs them; this module is loaded before any task."""

from __future__ import annotations

from functools import partial
from typing import Any

import django_rq
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.base import Task, TaskResult
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id, normalize_json
from django_tasks_rq import RQBackend
from rq import Retry
from rq.job import JobStatus

MANY = 1_000_000
"""How often a job may be begun anew depends on how far it comes each time, and only it knows."""


class Backend(RQBackend):
    """Queues a task when the transaction commits. Where Redis is away then, the log says so and the task is lost;
    what recurs and long jobs are queued again by the worker."""

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        given = normalize_json({"args": args, "kwargs": kwargs})
        result: TaskResult = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=given["args"],
            kwargs=given["kwargs"],
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        transaction.on_commit(partial(self._put, result), robust=True)
        return result

    def _put(self, result: TaskResult) -> None:
        from work import queue

        task = result.task
        waits = django_rq.get_queue(task.queue_name, job_class="work.on_redis.Job")
        job = waits.create_job(
            task.module_path,
            args=result.args,
            kwargs=result.kwargs,
            job_id=result.id,
            status=JobStatus.SCHEDULED if task.run_after else JobStatus.QUEUED,
            meta={"backend_name": self.alias},
            retry=Retry(max=MANY if task.module_path == queue.JOB else queue.TRIES - 1),
        )
        if task.run_after is None:
            waits.enqueue_job(job)
        else:
            waits.schedule_job(job, task.run_after)
        task_enqueued.send(type(self), task_result=result)
