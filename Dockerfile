# All doors in a container; docs/public.rst has the commands
FROM python:3.13-slim
COPY . /usr/src/rpsgame
RUN pip install --no-cache-dir '/usr/src/rpsgame[tls,ssh,web,metrics]' \
    && useradd --system --no-create-home rpsgame \
    && install -d -o rpsgame -m 700 /state
USER rpsgame
WORKDIR /state
VOLUME /state
EXPOSE 12333 12222 12380 9734
STOPSIGNAL SIGTERM
# SIGTERM reaches twistd, which is process 1: it drains, so stop with docker stop --time 15
ENTRYPOINT ["twistd", "-n", "--pidfile=", "--logfile=-", "rpsgame", "--host", "none", "--state", "/state"]
CMD ["--listen", "tcp:12333", "--ssh", "tcp:12222", "--web", "tcp:12380", "--metrics", "tcp:9734"]
