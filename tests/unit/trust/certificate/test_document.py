import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from redraft.core import Certificate
from redraft.trust.certificate.document import CertificateFile

ROOT = Path(__file__).resolve().parents[4]

FILE = CertificateFile(
    epsilon=0.02,
    delta=0.05,
    n=300,
    n_right=200,
    n_unscored=0,
    threshold=0.9,
    rows=(),
    data="cases.jsonl",
    data_sha256="0" * 64,
    case_hashes=("a" * 16,),
    calibration_id="c" * 16,
    created_at="2026-01-01T00:00:00+00:00",
    command="redraft calibrate cases.jsonl",
    redraft_version="0",
)


def test_corrections_carry_the_few_figures_that_matter() -> None:
    assert FILE.certificate == Certificate(epsilon=0.02, delta=0.05, n=300, threshold=0.9, calibration_id="c" * 16)
    assert replace(FILE, threshold=None).certificate is None


def test_reading_a_certificate_needs_no_statistics() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); import redraft.trust.certificate.document; "
        "import redraft.trust.certificate.overlap; print([n for n in ('numpy', 'scipy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
