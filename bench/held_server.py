"""Our app's server with its warming up put off, so that memory can be read before and after. See memory.py.

python -m bench.held_server GO DONE [Streamlit's options]
"""

import sys
import time
from pathlib import Path

from advisor.service import Advisor

warm = Advisor.warm


def main() -> None:
    """Runs the app; warms up when the file GO exists, and makes the file DONE after that."""
    go, done = Path(sys.argv[1]), Path(sys.argv[2])

    def held(advisor: Advisor) -> None:
        while not go.exists():
            time.sleep(0.1)
        warm(advisor)
        done.touch()

    Advisor.warm = held  # type: ignore[method-assign]
    sys.argv = ["streamlit", "run", "app.py", *sys.argv[3:]]
    from streamlit.web.cli import main as streamlit

    streamlit()


if __name__ == "__main__":
    main()
