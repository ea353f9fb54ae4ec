# Debian packages of the programs: cmake --build --preset release --target package. What they need at run time is found
# by dpkg-shlibdeps, so they are made on the release of Debian that they are for.
include(GNUInstallDirs)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sipwhy)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # else it stands before that of each package
set(CPACK_PACKAGE_CONTACT "sipwhy maintainers <maintainers@sipwhy.invalid>")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_SET_DESTDIR ON)  # else files for /etc and /var are left out
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_COMPONENTS_ALL "")

set(DEPLOY ${PROJECT_SOURCE_DIR}/deploy)
set(DEBIAN ${DEPLOY}/debian)
set(PACKAGING ${PROJECT_BINARY_DIR}/packaging)
set(CHANGELOG ${PACKAGING}/changelog.gz)
add_custom_command(
  OUTPUT ${CHANGELOG}
  COMMAND ${CMAKE_COMMAND} -E copy ${DEBIAN}/changelog ${PACKAGING}/changelog
  COMMAND gzip -9nf ${PACKAGING}/changelog
  DEPENDS ${DEBIAN}/changelog
  VERBATIM
)
add_custom_target(sipwhy_packaging ALL DEPENDS ${CHANGELOG})

# The manual page of PROGRAM, as section SECTION.
function(sipwhy_man_page NAME SECTION PURPOSE)
  set(PAGE ${PACKAGING}/sipwhy-${NAME}.${SECTION})
  add_custom_command(
    OUTPUT ${PAGE}.gz
    COMMAND ${DEBIAN}/man_page.sh $<TARGET_FILE:sipwhy-${NAME}> ${SECTION} ${PURPOSE} ${PAGE}
    COMMAND gzip -9nf ${PAGE}
    DEPENDS ${DEBIAN}/man_page.sh sipwhy-${NAME}
    VERBATIM
  )
  add_custom_target(sipwhy_man_${NAME} ALL DEPENDS ${PAGE}.gz)
  install(FILES ${PAGE}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man${SECTION} COMPONENT ${NAME})
endfunction()

# Writes the script SCRIPT of the maintainer of package NAME from deploy/debian/FROM.
function(sipwhy_script NAME SCRIPT FROM)
  configure_file(${DEBIAN}/${FROM} ${PACKAGING}/${NAME}/${SCRIPT} @ONLY)
  set_property(GLOBAL APPEND PROPERTY SIPWHY_CONTROL_${NAME} ${PACKAGING}/${NAME}/${SCRIPT})
endfunction()

# Installs deploy/FROM as /etc/sipwhy/TO, which dpkg does not overwrite once an operator changed it.
function(sipwhy_conffile NAME FROM TO)
  cmake_parse_arguments(PARSE_ARGV 3 FILE "SECRET" "" "")
  set(PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  if(FILE_SECRET)
    set(PERMISSIONS OWNER_READ OWNER_WRITE)
  endif()
  install(FILES ${DEPLOY}/${FROM} DESTINATION /etc/sipwhy RENAME ${TO} PERMISSIONS ${PERMISSIONS} COMPONENT ${NAME})
  set_property(GLOBAL APPEND_STRING PROPERTY SIPWHY_CONFFILES_${NAME} "/etc/sipwhy/${TO}\n")
endfunction()

# A systemd unit, which is switched on when the package is installed. OTHERS are units that the operator switches on.
function(sipwhy_unit NAME)
  cmake_parse_arguments(PARSE_ARGV 1 UNIT "" "CREATE_USER;PURGE" "OTHERS")
  set(UNIT sipwhy-${NAME}.service)
  list(JOIN UNIT_OTHERS " " OTHERS)
  string(STRIP "${UNIT} ${OTHERS}" UNITS)
  set(CREATE_USER "${UNIT_CREATE_USER}")
  set(PURGE "${UNIT_PURGE}")
  foreach(NOTHING CREATE_USER PURGE)
    if(NOT ${NOTHING})
      set(${NOTHING} ":")
    endif()
  endforeach()
  foreach(SCRIPT postinst prerm postrm)
    sipwhy_script(${NAME} ${SCRIPT} unit.${SCRIPT}.in)
  endforeach()
  foreach(FILE ${UNIT} ${UNIT_OTHERS})
    install(FILES ${DEPLOY}/systemd/${FILE} DESTINATION /lib/systemd/system COMPONENT ${NAME})
  endforeach()
endfunction()

# The package sipwhy-NAME with the program of that name and what was said of NAME until now.
function(sipwhy_package NAME)
  cmake_parse_arguments(PARSE_ARGV 1 PACKAGE "" "DEPENDS;RECOMMENDS;SUMMARY;DESCRIPTION" "")
  set(DOCUMENTS ${CMAKE_INSTALL_DATADIR}/doc/sipwhy-${NAME})
  set(PROGRAM sipwhy-${NAME})
  configure_file(${DEBIAN}/completion.bash ${PACKAGING}/completions/${PROGRAM} @ONLY)
  install(TARGETS ${PROGRAM} DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT ${NAME})
  install(FILES ${PACKAGING}/completions/${PROGRAM} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
          COMPONENT ${NAME})
  install(FILES ${DEBIAN}/copyright ${CHANGELOG} DESTINATION ${DOCUMENTS} COMPONENT ${NAME})

  get_property(CONFFILES GLOBAL PROPERTY SIPWHY_CONFFILES_${NAME})
  get_property(CONTROL GLOBAL PROPERTY SIPWHY_CONTROL_${NAME})
  if(CONFFILES)
    file(WRITE ${PACKAGING}/${NAME}/conffiles "${CONFFILES}")
    list(APPEND CONTROL ${PACKAGING}/${NAME}/conffiles)
  endif()
  string(TOUPPER ${NAME} KEY)
  set(CPACK_DEBIAN_${KEY}_PACKAGE_NAME ${PROGRAM} PARENT_SCOPE)
  set(CPACK_DEBIAN_${KEY}_PACKAGE_DEPENDS "${PACKAGE_DEPENDS}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${KEY}_PACKAGE_RECOMMENDS "${PACKAGE_RECOMMENDS}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${KEY}_PACKAGE_CONTROL_EXTRA "${CONTROL}" PARENT_SCOPE)
  set(CPACK_DEBIAN_${KEY}_DESCRIPTION "${PACKAGE_SUMMARY}\n${PACKAGE_DESCRIPTION}" PARENT_SCOPE)
  set(CPACK_COMPONENTS_ALL ${CPACK_COMPONENTS_ALL} ${NAME} PARENT_SCOPE)
endfunction()

sipwhy_man_page(kb 1 "makes, checks and updates sipwhy's knowledge base")
sipwhy_script(kb postinst kb.postinst)
sipwhy_script(kb postrm kb.postrm)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/migrations DESTINATION ${CMAKE_INSTALL_DATADIR}/sipwhy COMPONENT kb FILES_MATCHING PATTERN *.sql)
install(DIRECTORY DESTINATION /var/lib/sipwhy COMPONENT kb)
sipwhy_package(kb
  SUMMARY "knowledge about SIP response codes"
  DESCRIPTION "What SIP response codes mean, how they differ and why calls fail with them, as\nmigrations of an SQLite file, and the program that applies them."
)

if(TARGET sipwhy-service)
  sipwhy_man_page(service 8 "explains SIP response codes over gRPC")
  sipwhy_conffile(service sipwhy-service.toml service.toml)
  sipwhy_conffile(service debian/service.env service.env)
  sipwhy_unit(service OTHERS sipwhy-service.socket CREATE_USER "systemd-sysusers sipwhy-service.conf")
  install(FILES ${DEPLOY}/systemd/sipwhy-service.sysusers.conf DESTINATION /usr/lib/sysusers.d
          RENAME sipwhy-service.conf COMPONENT service)
  sipwhy_package(service
    DEPENDS "sipwhy-kb, systemd | systemd-standalone-sysusers"
    SUMMARY "explains SIP response codes over gRPC"
    DESCRIPTION "A service that other programs ask what a SIP response code means, how codes\ndiffer, and what changed between revisions of that knowledge."
  )
endif()

if(TARGET sipwhy-bot)
  sipwhy_man_page(bot 8 "answers chat messages about SIP response codes")
  sipwhy_conffile(bot debian/bot.toml bot.toml)
  sipwhy_conffile(bot debian/bot.env bot.env SECRET)
  sipwhy_unit(bot PURGE "rm -rf /var/lib/sipwhy-bot /var/lib/private/sipwhy-bot")
  install(FILES ${DEBIAN}/bot.lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
          RENAME sipwhy-bot COMPONENT bot)
  install(FILES ${DEPLOY}/sipwhy-bot.toml DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/sipwhy-bot/examples RENAME bot.toml
          COMPONENT bot)
  sipwhy_package(bot
    RECOMMENDS "sipwhy-service"
    SUMMARY "answers chat messages about SIP response codes"
    DESCRIPTION "A bot for Slack, Mattermost, Teams, Discord, Telegram, Matrix, IRC, XMPP and\nothers, with a web page of its own, which asks sipwhy-service."
  )
endif()

if(TARGET sipwhy-gateway)
  sipwhy_man_page(gateway 8 "explains SIP response codes over HTTP")
  sipwhy_conffile(gateway sipwhy-gateway.toml gateway.toml)
  sipwhy_conffile(gateway debian/gateway.env gateway.env)
  sipwhy_unit(gateway)
  sipwhy_package(gateway
    RECOMMENDS "sipwhy-service"
    SUMMARY "explains SIP response codes over HTTP"
    DESCRIPTION "JSON over HTTP for programs and MCP for assistants, in front of sipwhy-service."
  )
endif()

include(CPack)
