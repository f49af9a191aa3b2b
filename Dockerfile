# Build the wheel apart, so that the image holds no sources.
FROM python:3.12-slim AS build
COPY . /src
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels /src

FROM python:3.12-slim
# git for --diff and --staged. A mounted folder belongs to somebody else, which git must be told is all right.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*'
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir "$(echo /wheels/*.whl)[docx]" \
    && rm -r /wheels \
    && useradd --create-home malaprop
USER malaprop
WORKDIR /work
ENTRYPOINT ["malaprop"]
