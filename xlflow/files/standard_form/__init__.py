"""The standard form: the workbook that a branch fills in, made from a scheme and nothing else."""

from xlflow.files.standard_form.form_workbook import standard_form

__all__ = ["standard_form"]
