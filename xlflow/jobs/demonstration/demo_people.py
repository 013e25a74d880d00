"""Students who do not exist: invented names, numbers that begin with 9999, ID numbers whose sequence digits are from 900 up."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, field

from xlflow.domain.identity import check_digit

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "子涵雨桐浩然思远梦洁嘉怡俊杰诗琪文博佳宁志强晓彤天宇欣妍明哲雅楠一鸣若曦建国婉清景行书瑶泽楷安澜"
_OF_PEOPLES = (("阿依古丽·买买提", "维吾尔族"), ("扎西·多吉", "藏族"), ("巴图·额尔德尼", "蒙古族"))
_REGIONS = ("440106", "440305", "330723", "420106", "510107", "370102", "610113", "340103")
_PLACES = ("广东广州", "广东深圳", "浙江金华", "湖北武汉", "四川成都", "山东济南", "陕西西安", "安徽合肥")
_SEQUENCE = range(900, 1000)
_RARE = 40


class People(Struct):
    """Hands out people, each with numbers that nobody else has."""

    chance: random.Random
    _used: set[str] = field(default_factory=set)
    _count: int = 0

    def name(self) -> str:
        """A name of two or three characters that nobody else has."""
        while True:
            name = self.chance.choice(_SURNAMES) + "".join(self.chance.sample(_GIVEN, self.chance.choice((1, 2, 2, 2))))
            if name not in self._used:
                self._used.add(name)
                return name

    def phone(self) -> str:
        """A telephone number."""
        self._count += 1
        return f"1990{self._count:07d}"

    def student(self, grade: int) -> dict[str, Any]:
        """A nominee who came to the university in the autumn of `grade`: of age when he applied, a member for years."""
        chance = self.chance
        gender = chance.choice("男女")
        birth = date(grade - 19, 1, 1) + timedelta(chance.randint(0, 600))
        applied = date(grade, 9, 8) + timedelta(chance.randint(0, 30))
        joined = date(birth.year + 15, 5, 4)
        activist = date(2025, 4, 8) + timedelta(chance.randint(0, 9)) if grade < 2025 and chance.random() < 0.4 else None
        place = chance.randrange(len(_PLACES))
        name, people = self.name(), "汉族"
        if chance.randrange(_RARE) == 0:
            name, people = chance.choice(_OF_PEOPLES)
        phone = self.phone()
        return {
            "name": name,
            "gender": gender,
            "ethnicity": people,
            "native_place": _PLACES[place],
            "birth_date": birth,
            "id_number": self._id_number(_REGIONS[place], birth, gender),
            "student_id": f"9999{grade}{self._count:06d}",
            "political_status": "共青团员",
            "education": "大学本科",
            "phone": phone,
            "league_join_date": joined,
            "league_number": f"{joined.year}44{self._count:06d}",
            "league_post": chance.choice(("无", "无", "无", "组织委员", "宣传委员")),
            "class_post": chance.choice((None, None, "班长", "学习委员", "文艺委员")),
            "league_cadre": "否",
            "recommendation_type": "发展对象" if activist else "入党积极分子",
            "application_date": applied,
            "activist_date": activist,
            "mentors": f"{self.name()}、{self.name()}" if activist else None,
            "appraisal_grade": chance.choice(("优秀", "优秀", "合格")),
            "appraisal_year": 2025,
            "volunteer_hours": chance.choice((20, 24, 28, 36, 48, 60)),
            "hours_source": "i志愿",
            "study_points": chance.randint(60, 120),
            "study_result": "无不及格",
            "punishment": "无",
        }

    def _id_number(self, region: str, birth: date, gender: str) -> str:
        while True:
            sequence = self.chance.choice([number for number in _SEQUENCE if number % 2 == (gender == "男")])
            first = f"{region}{birth:%Y%m%d}{sequence}"
            if first not in self._used:
                self._used.add(first)
                return first + check_digit(first)
